package dev.actionflows.domain.page;

/**
 * A track, or a part of it, that a page plays.
 *
 * @param title at most as long as that of a release
 * @param audioUrl an https URL of a file that browsers can play
 */
public record PageTrack(String title, String audioUrl) {}
