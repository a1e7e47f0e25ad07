package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkOwner;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepContext;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The links in messages. They are short, lead to a page of the API that knows the message, and so
 * the fan, and have nothing personal in them.
 */
public final class OwnLinks {
    private static final LinkCode SHOWN = LinkCode.of("");

    private final Optional<Supplier<LinkStore>> store;

    /**
     * @param store requested only for a message that has a link
     */
    public OwnLinks(Supplier<LinkStore> store) {
        this(Optional.of(store));
    }

    private OwnLinks(Optional<Supplier<LinkStore>> store) {
        this.store = store;
    }

    /** Links of the same form and length that open nothing, for previews. */
    public static OwnLinks forShow() {
        return new OwnLinks(Optional.empty());
    }

    /** The link in the message of a step. Facts needed: project. */
    String url(LinkTarget target, StepContext context) {
        LinkCode code = store.map(_ -> LinkCode.of(context.stepKey().messageKey())).orElse(SHOWN);
        return url(context.project(), code, target);
    }

    private static String url(Project project, LinkCode code, LinkTarget target) {
        return "%s/l/%s".formatted(project.publicBaseUrl(), new LinkAddress(code, target).text());
    }

    /** Stores the links of a message, before it is sent. */
    void store(StepContext context, Set<LinkTarget> targets) {
        String message = context.stepKey().messageKey();
        Run run = context.run();
        store.ifPresent(
                it ->
                        it.get()
                                .put(
                                        LinkCode.of(message),
                                        message,
                                        targets,
                                        Optional.of(new LinkOwner(run.flow(), run.flowVersion()))
                                                .filter(_ -> !run.test()),
                                        run.revision()));
    }

    /** A link of a project, as long as any. */
    static String longest(Project project) {
        return url(project, SHOWN, LinkTarget.CONNECT);
    }
}
