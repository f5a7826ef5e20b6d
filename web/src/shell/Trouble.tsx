interface Props {
  error: Error;
  onRetry?: () => void;
}

/** What went wrong, as the server's own sentence. */
export function Trouble({ error, onRetry }: Props) {
  return (
    <div className="trouble" role="alert">
      <p>{error.message}</p>
      {onRetry && (
        <button type="button" className="small" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
