import { useId, useRef } from "react";
import type { Notification } from "../api/news";
import { addressOf } from "../shell/selection";
import { timeWords } from "../words";

interface Props {
  item: Notification;
  onRead: () => void;
  onFollow: (campaignId: string) => void;
}

export function NewsItem({ item, onRead, onFollow }: Props) {
  const entry = useRef<HTMLLIElement>(null);
  const title = useId();
  const campaignId = item.campaign_id;
  const unread = item.read_at === null;
  function read(): void {
    // The button is about to go; its entry takes the focus.
    entry.current?.focus();
    onRead();
  }
  function follow(campaignId: string): void {
    if (unread) onRead();
    onFollow(campaignId);
  }
  return (
    <li ref={entry} tabIndex={-1} className={unread ? "news-item unread" : "news-item"}>
      <p id={title} className="news-title">
        {unread && <span className="hidden">Unread: </span>}
        {item.title}
      </p>
      <p>{item.text}</p>
      <p className="news-foot">
        <time className="quiet tiny" dateTime={item.created_at}>
          {timeWords(item.created_at)}
        </time>
        {unread && (
          <button type="button" className="small" aria-describedby={title} onClick={read}>
            Read
          </button>
        )}
        {campaignId && (
          <a
            className="button small"
            aria-describedby={title}
            href={addressOf(campaignId)}
            onClick={() => follow(campaignId)}
          >
            See the campaign
          </a>
        )}
      </p>
    </li>
  );
}
