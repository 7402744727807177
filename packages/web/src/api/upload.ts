// Sends one capture file. XMLHttpRequest, because fetch still has no upload progress.
import { SipglassError } from "@sipglass/model";
import { apiUrl, errorFrom } from "./request.ts";
import type { ImportDone } from "./shapes.ts";
import { NO_ANSWER } from "../words/shell.ts";

export function uploadCapture(file: File, onProgress: (share: number) => void): Promise<ImportDone> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", apiUrl("imports", { name: file.name }));
    xhr.setRequestHeader("x-sipglass", "1");
    xhr.setRequestHeader("content-type", "application/octet-stream");
    xhr.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    xhr.addEventListener("error", () =>
      reject(new SipglassError("unavailable", { network: true }, NO_ANSWER)),
    );
    xhr.addEventListener("load", () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(JSON.parse(xhr.responseText) as ImportDone);
      else reject(errorFrom(xhr.status, xhr.responseText));
    });
    xhr.send(file);
  });
}
