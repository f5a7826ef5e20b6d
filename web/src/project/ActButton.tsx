import type { Bench, Purchase } from "./bench";
import { priceWords } from "./words";

interface Props {
  bench: Bench;
  purchase: Purchase;
  main?: boolean;
  small?: boolean;
}

/** Says its price. While an act is under way it keeps the focus but does nothing. */
export function ActButton({ bench, purchase, main = false, small = false }: Props) {
  return (
    <button
      type="button"
      className={`${main ? "main" : ""} ${small ? "small" : ""}`}
      aria-disabled={bench.busy}
      onClick={() => bench.busy || bench.ask(purchase)}
    >
      {purchase.label} · {priceWords(purchase.price)}
    </button>
  );
}
