interface Props {
  /** 0 to 100. */
  percent: number;
  label: string;
  tone?: string;
}

export function Bar({ percent, label, tone = "" }: Props) {
  return <progress className={`bar ${tone}`} max={100} value={percent} aria-label={label} />;
}
