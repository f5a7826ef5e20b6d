import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { command, patch, post } from "../api/client";
import { keys } from "../api/queries";
import { projects } from "./queries";
import type { Project } from "./types";

export type Deed = () => Promise<Project>;
export type Doing = UseMutationResult<Project, Error, Deed>;

/** Sends one act at a time; its answer is shown at once, and all that it touches is asked for anew. */
export function useDoing(campaign: string): Doing {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => deed(),
    onSuccess: (answer) =>
      client.setQueryData(projects(campaign).queryKey, (old) =>
        old?.map((one) => (one.id === answer.id && one.version <= answer.version ? answer : one)),
      ),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.campaign(campaign) });
      void client.invalidateQueries({ queryKey: keys.credits });
    },
  });
}

const at = (project: Project, rest = ""): string => `/projects/${project.id}${rest}`;

export const acts = {
  ideas: (project: Project) => command<Project>(at(project, "/ideas")),
  script: (project: Project) => command<Project>(at(project, "/script")),
  rewrite: (project: Project, note: string) => post<Project>(at(project, "/script"), { note }),
  scenes: (project: Project) => command<Project>(at(project, "/scenes")),
  render: (project: Project) => command<Project>(at(project, "/render")),
  retry: (project: Project, scene?: number) => post<Project>(at(project, "/retry"), scene ? { scene } : {}),
  edit: (project: Project, change: object) => patch<Project>(at(project), change),
};
