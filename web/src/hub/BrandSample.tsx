import type { Brand } from "../api/hub";

/** The colours together, as a reader would meet them. */
export function BrandSample({ kit }: { kit: Brand }) {
  return (
    <div
      className="brand-sample"
      aria-hidden="true"
      style={{ background: kit.background_colour, color: kit.text_colour }}
    >
      <strong style={{ color: kit.primary_colour }}>{kit.name || "Your brand"}</strong>
      <span>{kit.tagline || "What you say in one line"}</span>
      <i style={{ background: kit.accent_colour }} />
    </div>
  );
}
