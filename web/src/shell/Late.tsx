import { Component, type ReactNode, Suspense } from "react";

interface Props {
  /** Until it is there. */
  waiting?: ReactNode;
  children: ReactNode;
}

/** A part whose code comes only when it is wanted, and may be gone by then: a server that was updated has another. */
export class Late extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return <Suspense fallback={this.props.waiting}>{this.props.children}</Suspense>;
    return (
      <div className="trouble late" role="alert">
        <p>This part could not be loaded. Perhaps Drumbeat has been updated.</p>
        <button type="button" className="small" onClick={() => window.location.reload()}>
          Load the page again
        </button>
      </div>
    );
  }
}
