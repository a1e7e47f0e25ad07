package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in what ends mail to an address, and in what is shown as the reason. */
final class MailMutants {
    private MailMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a sender is stored before its tenant exists",
                        Guarantee.TRUE_OUTCOME,
                        "ProjectService",
                        "String tenant = mailTenants.get().setUp(id, from.address());",
                        """
                        String tenant = id.value();
                        store.change(id, project -> project.withEmail(from.of(tenant)));
                        mailTenants.get().setUp(id, from.address());
                        """),
                new Mutant(
                        "a bounce is shown as a STOP",
                        Guarantee.TRUE_OUTCOME,
                        "ConsentStore",
                        "? new Stopped(Reason.BOUNCED)",
                        "? new Stopped()"),
                new Mutant(
                        "a complaint is stored as a STOP",
                        Guarantee.TRUE_OUTCOME,
                        "MailEventReceiver",
                        "end(project, address, event, ConsentChange.Kind.COMPLAINED,"
                                + " \"complaint\");",
                        "end(project, address, event, ConsentChange.Kind.STOP, \"complaint\");"),
                new Mutant(
                        "mail goes to an address that bounced",
                        Guarantee.STOP_HONORED,
                        "ConsentStore",
                        ".filter(it -> !it.mail().bounced())",
                        ""));
    }
}
