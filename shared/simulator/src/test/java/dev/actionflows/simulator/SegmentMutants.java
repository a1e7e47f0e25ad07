package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in imports and removals. */
final class SegmentMutants {
    private SegmentMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "an import lifts a STOP",
                        Guarantee.STOP_HONORED,
                        "ImportedConsent",
                        "ConsentChange.Kind.OPT_IN,",
                        "ConsentChange.Kind.CONFIRMED,"),
                new Mutant(
                        "an import makes a consent without its evidence",
                        Guarantee.CONSENT_PROVEN,
                        "ImportRowDecoder",
                        "Optional<String> words =",
                        "Optional<String> words = text(wording).isEmpty() ? Optional.of(\"\") :"),
                new Mutant(
                        "an import reports a member before it is stored",
                        Guarantee.MEMBERS_KEPT,
                        "SegmentMembers",
                        "members.addMember(project, segment, fan.id(), at);",
                        "!members.isMember(project, segment, fan.id());"),
                new Mutant(
                        "a fan is removed under one id only",
                        Guarantee.MEMBERS_KEPT,
                        "SegmentMembers",
                        "fan.ids().forEach(it ->",
                        "List.of(fan.id()).forEach(it ->"));
    }
}
