package dev.actionflows.simulator;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.segment.ImportColumn;
import dev.actionflows.domain.segment.ImportLine;
import dev.actionflows.domain.segment.ImportResult;
import dev.actionflows.domain.segment.SegmentImport;
import dev.actionflows.domain.segment.SegmentMembers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The label imports files into its segment and removes fans from it, while runs add fans. */
final class SegmentSource {
    private static final String WORDING = "Write to me.";
    private static final int MOST_FANS = 3;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Deployment deployment;
    private final Kernel kernel;
    private final SegmentId segment;
    private final SegmentImport imports;
    private final SegmentMembers members;
    private final IdentityHasher hasher;
    private final List<Answered> imported = new ArrayList<>();
    private final List<Answered> removed = new ArrayList<>();

    /**
     * A request that was answered.
     *
     * @param fans the ids that it concerned
     * @param begun when its last attempt began
     */
    private record Answered(List<FanId> fans, Instant begun) {}

    SegmentSource(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.segment = deployment.sample.segment.id();
        this.imports = deployment.application.management().segmentImport();
        this.members = deployment.application.management().segmentMembers();
        this.hasher = new IdentityHasher(deployment.memory.keyRing);
    }

    /**
     * In some histories, files are imported, with and without evidence, and fans are removed.
     *
     * @param whenAbout chooses a time around what a fan does
     */
    void schedule(
            Chance chance,
            List<SimulatedFan> fans,
            ApiClient api,
            BiFunction<PhoneNumber, Chance, Instant> whenAbout) {
        if (!chance.of("are there").hits(0.3)) {
            return;
        }
        for (int file = 0; file < 2; file++) {
            boolean evidence = chance.of("evidence " + file).hits(0.7);
            api.call(
                    whenAbout.apply(fans.getFirst().phone(), chance.of("file " + file)),
                    "import " + file,
                    () -> importFile(fans, evidence));
        }
        for (SimulatedFan fan : fans) {
            String phone = fan.phone().e164();
            Chance removal = chance.of("removal of " + phone);
            if (removal.of("is there").hits(0.3)) {
                api.call(
                        whenAbout.apply(fan.phone(), removal),
                        "remove " + phone,
                        () -> remove(fan));
            }
        }
    }

    /**
     * A file with a line for each fan.
     *
     * @param evidence whether the lines have all the evidence of the consents that they claim
     */
    private void importFile(List<SimulatedFan> fans, boolean evidence) {
        Instant begun = kernel.now();
        List<ImportLine> lines = new ArrayList<>();
        for (SimulatedFan fan : fans) {
            lines.add(new ImportLine(lines.size() + 2, row(fan, evidence), Optional.empty()));
        }
        SegmentImport.Report report = imports.run(SampleProject.ID, segment, lines, LONG);
        for (ImportResult result : report.results()) {
            result.fan().ifPresent(fan -> imported.add(new Answered(List.of(fan), begun)));
            if (!evidence && result.outcome() != ImportResult.Outcome.REJECTED) {
                deployment.violations.add(
                        Guarantee.CONSENT_PROVEN, "a consent without evidence was accepted");
            }
        }
    }

    private Map<ImportColumn, String> row(SimulatedFan fan, boolean evidence) {
        Map<ImportColumn, String> row = new EnumMap<>(ImportColumn.class);
        row.put(ImportColumn.PHONE, fan.phone().e164());
        row.put(ImportColumn.EMAIL, fan.email().value());
        row.put(ImportColumn.CONSENT_TEXT, "yes");
        row.put(ImportColumn.CONSENT_TEXT_AT, kernel.now().toString());
        row.put(ImportColumn.CONSENT_TEXT_SOURCE, "concert");
        row.put(ImportColumn.CONSENT_EMAIL, "yes");
        row.put(ImportColumn.CONSENT_EMAIL_AT, kernel.now().toString());
        row.put(ImportColumn.CONSENT_EMAIL_SOURCE, "concert");
        if (evidence) {
            row.put(ImportColumn.CONSENT_TEXT_WORDING, WORDING);
            row.put(ImportColumn.CONSENT_EMAIL_WORDING, WORDING);
        }
        return row;
    }

    /** Removes the fan with this number, if there is one. */
    private void remove(SimulatedFan who) {
        Optional<FanId> fan = deployment.stored.fanOf(who.phone());
        if (fan.isPresent()) {
            Instant begun = kernel.now();
            List<FanId> ids = idsOf(fan.get());
            members.remove(SampleProject.ID, segment, fan.get());
            removed.add(new Answered(ids, begun));
        }
    }

    private List<FanId> idsOf(FanId fan) {
        return deployment.memory.fans.find(SampleProject.ID, fan).map(Fan::ids).orElseThrow();
    }

    private boolean isMember(FanId fan) {
        return deployment.memory.catalog.isMember(SampleProject.ID, segment, fan);
    }

    /** Called when every wait is over. */
    void check() {
        for (Answered it : imported) {
            List<FanId> ids = idsOf(it.fans().getFirst());
            if (ids.stream().noneMatch(this::isMember)
                    && ids.stream()
                            .noneMatch(id -> deployment.members.wasRemovedSince(id, it.begun()))) {
                deployment.violations.add(
                        Guarantee.MEMBERS_KEPT, it.fans() + " was imported, but is no member");
            }
        }
        for (Answered it : removed) {
            it.fans().stream()
                    .filter(this::isMember)
                    .filter(id -> !deployment.members.wasAddedSince(id, it.begun()))
                    .forEach(
                            id ->
                                    deployment.violations.add(
                                            Guarantee.MEMBERS_KEPT,
                                            id + " was removed, but is a member"));
        }
        SimulatedFan.first(MOST_FANS).forEach(this::checkConsents);
    }

    private void checkConsents(SimulatedFan fan) {
        for (FanIdentity address :
                List.of(
                        hasher.of(SampleProject.ID, fan.phone()),
                        hasher.of(SampleProject.ID, fan.email()))) {
            for (ConsentChange change :
                    deployment.memory.fans.consents(SampleProject.ID, address.identity())) {
                if (!change.messageId().startsWith("import:")) {
                    continue;
                }
                if (!WORDING.equals(change.evidence().get("wording"))) {
                    deployment.violations.add(
                            Guarantee.CONSENT_PROVEN,
                            change.messageId() + " has another wording than the file");
                }
            }
        }
    }
}
