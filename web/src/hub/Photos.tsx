import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { upload } from "../api/client";
import { type Photo, photos } from "../api/hub";
import { everyCampaign, keys } from "../api/queries";
import { Sure } from "../shell/Sure";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { campaignName } from "../words";
import { FilePicker } from "./FilePicker";
import { useRemoval } from "./useRemoval";

/** One product photo a campaign: what its images, banners and flyers show. */
export function Photos() {
  const list = useQuery(photos);
  const removal = useRemoval<Photo>(({ id }) => `/campaigns/${id}/photo`, keys.photos);
  return (
    <section aria-labelledby="photos">
      <h2 id="photos" ref={removal.heading} tabIndex={-1}>
        Product photos
      </h2>
      <p className="quiet">One a campaign: its images, banners and flyers show it.</p>
      <AddPhoto having={list.data ?? []} />
      {removal.error && <Trouble error={removal.error} />}
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
              onClick={() => removal.ask(photo)}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      {removal.asked && (
        <Sure
          title={`Remove the photo of ${named(removal.asked)}?`}
          question="What is made from now on shows no photo. What is made already stays."
          yes="Remove it"
          onYes={removal.confirm}
          onClose={removal.leave}
        />
      )}
    </section>
  );
}

const named = (photo: Photo): string => campaignName({ name: photo.campaign });

function AddPhoto({ having }: { having: Photo[] }) {
  const client = useQueryClient();
  const field = useId();
  const campaigns = useQuery(everyCampaign);
  const [chosen, setChosen] = useState("");
  const id = chosen || campaigns.data?.[0]?.id || "";
  const add = useMutation({
    mutationFn: (file: File) => upload<void>(`/campaigns/${id}/photo`, file, "PUT"),
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
