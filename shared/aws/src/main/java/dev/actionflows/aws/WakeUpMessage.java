package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Converts a wake-up to and from the body of a queue message (JSON). */
public final class WakeUpMessage {
    private static final int MAX_LENGTH = 500;
    private static final String SWEEP = "sweep";
    private static final String CANCEL_FLOW = "cancelRunsOf";
    private static final String JOB = "startJob";
    private static final String RELEASE = "releaseOut";
    private static final String RELEASE_JOB = "releaseJob";
    private static final String EPOCH = "startEpoch";

    private WakeUpMessage() {}

    public static String encode(WakeUp wakeUp) {
        Map<String, Object> document = new LinkedHashMap<>();
        switch (wakeUp) {
            case WakeUp.RequirementMet met -> {
                document.put("projectId", met.project().value());
                document.put("requirement", met.requirement().key());
                met.cursor().ifPresent(cursor -> document.put("cursor", cursor));
                met.pass().ifPresent(pass -> document.put("pass", pass));
            }
            case WakeUp.CancelRuns cancel -> {
                document.put("projectId", cancel.project().value());
                document.put(CANCEL_FLOW, cancel.flow().value());
                document.put("startedUntil", cancel.startedUntil().toString());
                cancel.cursor().ifPresent(cursor -> document.put("cursor", cursor));
                cancel.pass().ifPresent(pass -> document.put("pass", pass));
            }
            case WakeUp.StartReplay(ProjectId project, JobId job) -> {
                document.put("projectId", project.value());
                document.put(JOB, job.value());
            }
            case WakeUp.ReleaseOut(
                            ProjectId project,
                            ReleaseId release,
                            Instant outAt,
                            JobId job) -> {
                document.put("projectId", project.value());
                document.put(RELEASE, release.value());
                document.put("outAt", outAt.toString());
                document.put(RELEASE_JOB, job.value());
            }
            case WakeUp.Sweep() -> document.put(SWEEP, true);
            case WakeUp.RunDue(RunKey run) -> put(document, run);
            case WakeUp.StartRun(RunKey run, int epoch) -> {
                put(document, run);
                document.put(EPOCH, epoch);
            }
        }
        return Json.write(document);
    }

    private static void put(Map<String, Object> document, RunKey run) {
        document.put("projectId", run.project().value());
        document.put("runId", run.run().value());
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static WakeUp decode(String body) {
        Map<String, @Nullable Object> document = Json.readObject(body);
        if (document.containsKey(SWEEP)) {
            return new WakeUp.Sweep();
        }
        Violations violations = new Violations();
        Fields fields = Fields.of(document, violations);
        Optional<ProjectId> project =
                fields.required("projectId", ProjectId::parse, "the id of a project");
        if (document.containsKey("runId")) {
            Optional<RunId> run = fields.required("runId", RunId::parse, "the id of a run");
            Optional<RunKey> key = project.flatMap(id -> run.map(it -> new RunKey(id, it)));
            return violations.orThrow(
                    document.containsKey(EPOCH) ? start(key, fields) : key.map(WakeUp.RunDue::new));
        }
        if (document.containsKey(CANCEL_FLOW)) {
            return violations.orThrow(project.flatMap(id -> cancellation(id, fields)));
        }
        if (document.containsKey(RELEASE)) {
            return violations.orThrow(project.flatMap(id -> releaseOut(id, fields)));
        }
        if (document.containsKey(JOB)) {
            Optional<JobId> job = fields.required(JOB, JobId::parse, "the id of a job");
            return violations.orThrow(
                    project.flatMap(id -> job.map(it -> new WakeUp.StartReplay(id, it))));
        }
        Optional<String> requirement = fields.requiredText("requirement", MAX_LENGTH);
        Optional<String> cursor = fields.optionalText("cursor", MAX_LENGTH);
        Optional<String> pass = fields.optionalText("pass", MAX_LENGTH);
        return violations.orThrow(
                project.flatMap(
                        id ->
                                requirement.map(
                                        key ->
                                                new WakeUp.RequirementMet(
                                                        id, new Requirement(key), cursor, pass))));
    }

    private static Optional<WakeUp> releaseOut(ProjectId project, Fields fields) {
        Optional<ReleaseId> release =
                fields.required(RELEASE, ReleaseId::parse, "the id of a release");
        Optional<Instant> outAt = fields.required("outAt", TimeText::parse, "a time in UTC");
        Optional<JobId> job = fields.required(RELEASE_JOB, JobId::parse, "the id of a job");
        return release.flatMap(
                id ->
                        outAt.flatMap(
                                at -> job.map(it -> new WakeUp.ReleaseOut(project, id, at, it))));
    }

    private static Optional<WakeUp> start(Optional<RunKey> run, Fields fields) {
        Optional<Integer> epoch = fields.requiredNumber(EPOCH, 1, Integer.MAX_VALUE);
        return run.flatMap(key -> epoch.map(it -> new WakeUp.StartRun(key, it)));
    }

    private static Optional<WakeUp> cancellation(ProjectId project, Fields fields) {
        Optional<FlowId> flow = fields.required(CANCEL_FLOW, FlowId::parse, "the id of a flow");
        Optional<Instant> until = fields.required("startedUntil", TimeText::parse, "a time in UTC");
        Optional<String> cursor = fields.optionalText("cursor", MAX_LENGTH);
        Optional<String> pass = fields.optionalText("pass", MAX_LENGTH);
        return flow.flatMap(
                id -> until.map(at -> new WakeUp.CancelRuns(project, id, at, cursor, pass)));
    }
}
