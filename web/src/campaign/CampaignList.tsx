import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Campaign, Page } from "../api/types";
import { Older } from "../shell/Older";
import { Trouble } from "../shell/Trouble";
import { CampaignCard } from "./CampaignCard";

const FILTERS = [
  ["", "All current"],
  ["draft", "Drafts"],
  ["ready", "Ready"],
  ["running", "Running"],
  ["paused", "Paused"],
  ["completed", "Completed"],
  ["failed", "Stopped"],
  ["archived", "Archived"],
];

interface Props {
  list: UseInfiniteQueryResult<InfiniteData<Page<Campaign>>>;
  status: string;
  onStatus: (status: string) => void;
  selected: string | null;
  onSelect: (id: string) => void;
}

export function CampaignList({ list, status, onStatus, selected, onSelect }: Props) {
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="list-head">
        <h2>Campaigns</h2>
        <select aria-label="Show" value={status} onChange={(event) => onStatus(event.target.value)}>
          {FILTERS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {list.error && <Trouble error={list.error} onRetry={() => void list.refetch()} />}
      {items?.length === 0 && <p className="quiet">{status ? "None of these." : "None yet."}</p>}
      <ul className="list">
        {items?.map((item) => (
          <li key={item.id}>
            <CampaignCard campaign={item} current={item.id === selected} onSelect={() => onSelect(item.id)} />
          </li>
        ))}
      </ul>
      <Older list={list} />
    </>
  );
}
