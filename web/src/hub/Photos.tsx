import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { remove, upload } from "../api/client";
import { everyCampaign, type Photo, photos } from "../api/hub";
import { keys } from "../api/queries";
import { Sure } from "../shell/Sure";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { campaignName } from "../words";
import { FilePicker } from "./FilePicker";

/** One product photo a campaign: what its images, banners and flyers show. */
export function Photos() {
  const client = useQueryClient();
  const list = useQuery(photos);
  const heading = useRef<HTMLHeadingElement>(null);
  const [removing, setRemoving] = useState<Photo | null>(null);
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/campaigns/${id}/photo`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.photos }),
  });
  function removeIt(): void {
    if (removing) drop.mutate(removing.id);
    setRemoving(null);
    // Its button goes with it.
    requestAnimationFrame(() => heading.current?.focus());
  }
  return (
    <section aria-labelledby="photos">
      <h2 id="photos" ref={heading} tabIndex={-1}>
        Product photos
      </h2>
      <p className="quiet">One a campaign: its images, banners and flyers show it.</p>
      <AddPhoto having={list.data ?? []} />
      {drop.error && <Trouble error={drop.error} />}
      <Waiting on={list} />
      {list.data?.length === 0 && <p className="quiet">No campaign has a photo yet.</p>}
      <ul className="photos" aria-label="Photos">
        {list.data?.map((photo) => (
          <li key={photo.id} className="card">
            <img src={photo.content} alt={`The product of ${named(photo)}`} loading="lazy" />
            <span>{named(photo)}</span>
            <button
              type="button"
              className="small"
              aria-label={`Remove the photo of ${named(photo)}`}
              onClick={() => setRemoving(photo)}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      {removing && (
        <Sure
          title={`Remove the photo of ${named(removing)}?`}
          question="What is made from now on shows no photo. What is made already stays."
          yes="Remove it"
          onYes={removeIt}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

const named = (photo: Photo): string => photo.campaign || "Untitled campaign";

function AddPhoto({ having }: { having: Photo[] }) {
  const client = useQueryClient();
  const field = useId();
  const campaigns = useQuery(everyCampaign);
  const [chosen, setChosen] = useState("");
  const id = chosen || campaigns.data?.[0]?.id || "";
  const add = useMutation({
    mutationFn: (file: File) => upload<void>(`/campaigns/${id}/photo`, file, {}, "PUT"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.photos }),
  });
  if (!campaigns.data) return <Waiting on={campaigns} />;
  if (campaigns.data.length === 0)
    return <p className="quiet">Begin a campaign first: a photo belongs to one.</p>;
  return (
    <div className="adding card">
      <p className="line-form">
        <label htmlFor={field}>For the campaign</label>
        <select
          id={field}
          value={id}
          onChange={(event) => {
            add.reset();
            setChosen(event.target.value);
          }}
        >
          {campaigns.data.map((campaign) => (
            <option key={campaign.id} value={campaign.id}>
              {campaignName(campaign)}
            </option>
          ))}
        </select>
      </p>
      <FilePicker
        label={having.some((photo) => photo.id === id) ? "Choose another photo" : "Choose a photo"}
        hint="PNG, JPEG or WebP, 15 MB at most. A plain background is best."
        accept="image/png,image/jpeg,image/webp"
        onFiles={([file]) => file && !add.isPending && add.mutate(file)}
      />
      <p role="status" className={add.isPending ? "quiet" : "good"}>
        {add.isPending && "Taking it in…"}
        {add.isSuccess && "The photo is there."}
      </p>
      {add.error && <Trouble error={add.error} />}
    </div>
  );
}
