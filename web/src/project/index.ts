import { lazy } from "react";

/** Loaded when a project is opened: most visits look at campaigns only. */
export const Workbench = lazy(() => import("./Workbench"));
export const Compare = lazy(() => import("./Compare"));
