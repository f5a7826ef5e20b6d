import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { notifications } from "../api/news";
import type { Me } from "../api/types";
import { Late } from "../shell/Late";

const NewsPanel = lazy(() => import("./NewsPanel"));

/** How many news are unread, and the way to them. */
export function Bell({ me, onSelect }: { me: Me; onSelect: (id: string) => void }) {
  const [open, setOpen] = useState(false);
  const list = useInfiniteQuery(notifications);
  const unread = list.data?.pages[0]?.unread ?? 0;
  return (
    <>
      <button
        type="button"
        className="icon bell"
        aria-label={unread ? `News, ${unread} unread` : "News"}
        onClick={() => setOpen(true)}
      >
        <BellShape />
        {unread > 0 && <span className="bell-count">{unread > 99 ? "99+" : unread}</span>}
      </button>
      <span className="hidden" role="status">
        {unread > 0 && `${unread} unread news`}
      </span>
      {open && (
        <Late>
          <NewsPanel me={me} list={list} onSelect={onSelect} onClose={() => setOpen(false)} />
        </Late>
      )}
    </>
  );
}

function BellShape() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d="M12 3a6 6 0 0 0-6 6v4l-2 3.5h16L18 13V9a6 6 0 0 0-6-6Zm-2.2 15.5a2.3 2.3 0 0 0 4.4 0"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
