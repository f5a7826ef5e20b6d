import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useRef, useState } from "react";
import { command } from "../api/client";
import type { Notification } from "../api/news";
import { keys } from "../api/queries";
import type { Me, Page } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { Older } from "../shell/Older";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { NewsItem } from "./NewsItem";
import { NewsSettings } from "./NewsSettings";

interface Props {
  me: Me;
  list: UseInfiniteQueryResult<InfiniteData<Page<Notification> & { unread: number }>>;
  onSelect: (campaignId: string) => void;
  onClose: () => void;
}

/** What the member was told, the newest first, and how they want to be told. */
export default function NewsPanel({ me, list, onSelect, onClose }: Props) {
  const client = useQueryClient();
  const [setting, setSetting] = useState(false);
  const head = useRef<HTMLParagraphElement>(null);
  const items = list.data?.pages.flatMap((page) => page.items);
  const unread = list.data?.pages[0]?.unread ?? 0;
  const read = useMutation({
    /** One of them, or all. */
    mutationFn: (id?: string) => command(id ? `/notifications/${id}/read` : "/notifications/read-all"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.news }),
  });
  return (
    <Dialog title="News" onClose={onClose} className="news">
      <div className="news-head">
        <p ref={head} tabIndex={-1} role="status" className="quiet">
          {unread ? `${unread} unread` : "All is read"}
        </p>
        {unread > 0 && (
          <button
            type="button"
            className="small"
            onClick={() => read.mutate(undefined, { onSuccess: () => head.current?.focus() })}
          >
            Read all
          </button>
        )}
        <button type="button" className="small" aria-expanded={setting} onClick={() => setSetting(!setting)}>
          What to tell me
        </button>
      </div>
      {setting && <NewsSettings me={me} />}
      {read.error && <Trouble error={read.error} />}
      <Waiting on={list} />
      {items?.length === 0 && (
        <p className="quiet">Nothing yet. When a run is done, or needs you, it is said here.</p>
      )}
      <ul className="news-list" aria-label="News">
        {items?.map((item) => (
          <NewsItem
            key={item.id}
            item={item}
            onRead={() => read.mutate(item.id)}
            onFollow={(id) => {
              onSelect(id);
              onClose();
            }}
          />
        ))}
      </ul>
      <Older list={list} />
    </Dialog>
  );
}
