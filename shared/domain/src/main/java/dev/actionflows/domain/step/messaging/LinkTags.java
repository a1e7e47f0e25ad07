package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.FlowContext;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The static checks of the links in link messages. */
final class LinkTags {
    private LinkTags() {}

    /**
     * Why a link message helps no fan.
     *
     * @param pointers of its templates in the step
     * @param used the tags in them
     * @return empty if it may help, or if the step is no link message
     */
    static Optional<Violation> violation(
            Set<String> pointers, Set<MergeTag> used, FlowContext flow) {
        // the text, as opposed to the subject of an email
        String pointer = pointers.stream().min(Comparator.naturalOrder()).orElseThrow();
        return unhelpful(used, flow).map(detail -> new Violation(pointer, detail));
    }

    /**
     * Why the versions of a link message help different fans, so that they cannot be compared.
     *
     * @param versions the templates of each
     * @return empty if they have the same links, or if the step is no link message
     */
    static Optional<String> differing(
            List<Collection<MessageTemplate>> versions, FlowContext flow) {
        long kinds = versions.stream().map(LinkTags::linksIn).distinct().count();
        return flow.linked().isPresent() && kinds > 1
                ? Optional.of(
                        "must have the same links as the message itself, because some fans are"
                                + " helped by one link only: use {{connect_link}} and"
                                + " {{release_link}} in all of them or in none")
                : Optional.empty();
    }

    private static Set<MergeTag> linksIn(Collection<MessageTemplate> templates) {
        Set<MergeTag> links = EnumSet.noneOf(MergeTag.class);
        templates.forEach(it -> links.addAll(it.tags()));
        links.retainAll(EnumSet.of(MergeTag.CONNECT_LINK, MergeTag.RELEASE_LINK));
        return links;
    }

    private static Optional<String> unhelpful(Set<MergeTag> used, FlowContext flow) {
        if (flow.linked().isEmpty() || used.contains(MergeTag.CONNECT_LINK)) {
            return Optional.empty();
        }
        if (!used.contains(MergeTag.RELEASE_LINK)) {
            return Optional.of(
                    "must contain a link that helps the fan, because it is sent when the step"
                        + " before it could not act; add {{#connect_link}}"
                        + " {{connect_link}}{{/connect_link}} or a section with {{release_link}}");
        }
        return flow.linked()
                .get()
                .referredRelease()
                .filter(release -> !mayLinkTo(release, flow.subject()))
                .map(
                        release ->
                                ("links to another release than %s, which the step before it is"
                                                + " about; add a section with {{connect_link}}")
                                        .formatted(release));
    }

    /** The release may be known only once a run has started. */
    private static boolean mayLinkTo(ReleaseId release, FlowSubject subject) {
        return subject.hasRelease()
                && subject.release().filter(it -> !it.equals(release)).isEmpty();
    }

    /** Why some fans cannot be helped yet: the release has no link, which its message contains. */
    static Optional<String> missing(Collection<MessageTemplate> templates, FlowContext flow) {
        return flow.linked().isPresent()
                        && templates.stream()
                                .anyMatch(it -> it.tags().contains(MergeTag.RELEASE_LINK))
                ? flow.release()
                        .filter(it -> it.providerIds().byProvider().isEmpty())
                        .map(
                                _ ->
                                        "the release has no id at a streaming service yet, so that"
                                            + " {{release_link}} is absent and the step is skipped"
                                            + " for fans whom connecting does not help")
                : Optional.empty();
    }
}
