package dev.actionflows.domain.analytics;

import java.time.LocalDate;

/**
 * Days in UTC.
 *
 * @param to included
 */
public record Period(LocalDate from, LocalDate to) {}
