import icon from "../icon.svg";

export function Logo() {
  return (
    <span className="logo">
      <img src={icon} alt="" width="28" height="28" />
      <span>Drumbeat</span>
    </span>
  );
}
