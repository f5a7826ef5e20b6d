import type { Me } from "../api/types";
import { BrandKit } from "./BrandKit";
import { Knowledge } from "./Knowledge";
import { Photos } from "./Photos";

/** What every campaign of the workspace works from. */
export default function Hub({ me }: { me: Me }) {
  return (
    <article className="campaign hub">
      <header>
        <h1>Hub</h1>
        <p className="quiet">What all campaigns of {me.workspace} work from.</p>
      </header>
      <Knowledge />
      <BrandKit me={me} />
      <Photos />
    </article>
  );
}
