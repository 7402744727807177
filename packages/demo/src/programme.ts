// What happens in the day, and how often: mostly ordinary calls, some that come to nothing as calls do, and a few of everything that can be wrong.

/** Label of a scenario (fixtures/labelled/README.md) → how often of all. */
const ORDINARY: Readonly<Record<string, number>> = {
  clean_proxied: 200, clean_direct: 60, clean_challenged: 120, clean_over_legs: 120, clean_early_media: 60, clean_hold_resume: 40, clean_prack: 25, clean_nat_with_relay: 40,
  clean_fork_one_winner: 35, clean_webrtc: 15, clean_srtp: 20, clean_fax: 8, clean_info_dtmf: 15, clean_video: 8, clean_refresh_update: 10, clean_refresh_reinvite: 8,
  clean_transfer_blind: 14, clean_transfer_attended: 14, clean_redirect_followed: 8, clean_delayed_offer: 8, clean_messages: 12, clean_bye_challenged: 8,
  link_x_cid: 40, link_session_id: 25, link_numbers: 25, link_queue: 14, link_hunting: 10, link_numbers_forwarded: 10, link_icid: 8,
  clean_register: 130, clean_options: 40, clean_stale_nonce: 12,
};

const UNLUCKY: Readonly<Record<string, number>> = {
  busy: 42, nobody_answers: 48, caller_gave_up: 60, declined: 14, unknown_number: 16, not_registered: 10, gave_up_before_ringing: 6,
  wrong_password: 10, register_wrong_password: 12, auth_loop: 4, forbidden: 6, scanner: 5, ghost_call: 3,
  one_way_direction: 6, one_way_private_address: 6, one_way_reported: 8, no_audio: 4, media_timeout: 6, hold_not_resumed: 3,
  loss_random: 14, loss_bursts: 14, jitter_high: 12, delay_high: 8, no_common_codec: 6, srtp_mismatch: 3, dtmf_payload_differs: 3,
  slow_setup: 6, stuck_after_trying: 4, route_failed_over: 6, unreachable: 4, ack_lost: 3, retransmissions: 4, transfer_fails: 3, session_expired: 2, bye_unanswered: 2,
  routing_loop: 2, redirect_loop: 2, number_format_wrong: 3, number_gone: 3, unwanted: 2, identity_missing: 2, identity_stale: 2, overloaded: 4, server_error: 5, downstream_refused: 5,
  cause_network_out_of_order: 3, cause_interworking: 2, register_flaps: 3, register_unreachable: 2, two_winners: 2, cancel_crosses_answer: 2, end_lost: 2,
};

export const PROGRAMME: readonly (readonly [label: string, weight: number])[] = [...Object.entries(ORDINARY), ...Object.entries(UNLUCKY)];
/** Calls over the carrier that is full, in its bad hour. */
export const REFUSED_IN_BAD_HOUR = 40;

/** How busy each hour of the day is: offices, with a hole at noon and a quiet night. */
const HOURS = [2, 1, 1, 1, 2, 4, 10, 28, 62, 90, 100, 92, 66, 74, 92, 96, 84, 60, 36, 24, 16, 10, 6, 3];
/** By the clock of the place. */
const BAD_HOUR = 15;

const MINUTE_US = 60_000_000;
export const HOUR_US = 60 * MINUTE_US;
export const DAY_US = 1440 * MINUTE_US;

const hourOf = (us: number): number => new Date(us / 1000).getHours();

/** Where in the day before `endUs` the share `at` (0–1) of all calls has begun. */
export function timesOfDay(endUs: number): (at: number) => number {
  const beginUs = endUs - DAY_US;
  const minutes = Array.from({ length: 1440 }, (_, i) => beginUs + i * MINUTE_US);
  const sums: number[] = [];
  for (const us of minutes) sums.push((sums.at(-1) ?? 0) + (HOURS[hourOf(us)] ?? 1));
  const all = sums.at(-1)!;
  return (at) => {
    const wanted = at * all;
    const i = Math.max(0, sums.findIndex((sum) => sum >= wanted));
    const before = sums[i - 1] ?? 0;
    return Math.round(minutes[i]! + ((wanted - before) / (sums[i]! - before)) * MINUTE_US);
  };
}

/** A complaint comes when it is long over: what everybody sees first, the last two hours, does not show how it began. */
const OVER_US = HOUR_US + 15 * MINUTE_US;

/** When the bad hour began: yesterday's when today's is not long over; an earlier one when neither lies in the day as a whole. */
export function badHourBefore(endUs: number): number {
  const candidates = [BAD_HOUR, BAD_HOUR - 1, BAD_HOUR - 2, BAD_HOUR - 3].flatMap((hour) => [0, 1].map((daysAgo) => hourOfDay(endUs, hour, daysAgo)));
  const found = candidates.find((us) => us >= endUs - DAY_US && us + HOUR_US <= endUs - OVER_US);
  if (found === undefined) throw new RangeError("BUG: no whole hour before the end");
  return found;
}

function hourOfDay(us: number, hour: number, daysAgo: number): number {
  const date = new Date(us / 1000);
  date.setDate(date.getDate() - daysAgo);
  return date.setHours(hour, 0, 0, 0) * 1000;
}
