export function Welcome({ busy }: { busy: boolean }) {
  if (busy) return <p className="quiet pad">Loading…</p>;
  return (
    <section className="welcome">
      <h1>What shall we launch?</h1>
      <p>Tell Drumbeat in the conversation. It asks for what is missing, reads it back, and makes it.</p>
      <blockquote>
        Create a campaign called Summer Sale focusing on email and social media, with deliverables: research,
        email_nurture, 5 images, and 10 social posts
      </blockquote>
    </section>
  );
}
