import { useId, useState } from "react";
import type { Brand } from "../api/hub";

interface Props {
  kit: Brand;
  readOnly: boolean;
  onEdit: (edit: Partial<Brand>) => void;
}

const TEXTS: ["name" | "tagline" | "voice" | "website", string, string][] = [
  ["name", "Name", ""],
  ["tagline", "Tagline", ""],
  ["voice", "Voice", "warm, plain, confident"],
  ["website", "Website", "https://"],
];
const COLOURS: ["primary_colour" | "accent_colour" | "background_colour" | "text_colour", string][] = [
  ["primary_colour", "Main colour"],
  ["accent_colour", "Accent"],
  ["background_colour", "Background"],
  ["text_colour", "Text"],
];

export function BrandFields({ kit, readOnly, onEdit }: Props) {
  const field = useId();
  return (
    <fieldset className="brand-fields" disabled={readOnly}>
      <legend className="hidden">Brand kit</legend>
      {TEXTS.map(([name, label, example]) => (
        <p key={name}>
          <label htmlFor={`${field}-${name}`}>{label}</label>
          <input
            id={`${field}-${name}`}
            maxLength={500}
            placeholder={example}
            value={kit[name]}
            onChange={(event) => onEdit({ [name]: event.target.value })}
          />
        </p>
      ))}
      <div className="colours">
        {COLOURS.map(([name, label]) => (
          <label key={name}>
            <input
              type="color"
              value={kit[name]}
              onChange={(event) => onEdit({ [name]: event.target.value })}
            />
            <span>
              {label} <code>{kit[name]}</code>
            </span>
          </label>
        ))}
      </div>
      <BannedWords id={`${field}-banned`} words={kit.banned_words} onEdit={onEdit} />
    </fieldset>
  );
}

/** Kept as typed while the list that it stands for is what it says: a comma just typed is not taken away. */
function BannedWords({ id, words, onEdit }: { id: string; words: string[]; onEdit: Props["onEdit"] }) {
  const [typed, setTyped] = useState(words.join(", "));
  const same = wordsOf(typed).join() === words.join();
  return (
    <p>
      <label htmlFor={id}>Words never used</label>
      <input
        id={id}
        placeholder="cheap, guys"
        value={same ? typed : words.join(", ")}
        onChange={(event) => {
          setTyped(event.target.value);
          onEdit({ banned_words: wordsOf(event.target.value) });
        }}
      />
    </p>
  );
}

const wordsOf = (typed: string): string[] =>
  typed
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
