package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.ProjectStore;

import java.time.InstantSource;
import java.util.function.BiConsumer;

/** What a release-day job works with; see {@link ReleaseDaySaver}. */
record ReleaseDayPorts(
        ReleaseDayJobStore jobs,
        PreSaverStore preSavers,
        ProjectStore projects,
        Catalog catalog,
        FanLookup fans,
        FanActions actions,
        Intake intake,
        BiConsumer<FanId, RuntimeException> failed,
        InstantSource clock) {}
