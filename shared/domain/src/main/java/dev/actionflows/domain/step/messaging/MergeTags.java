package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.FlowContext;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.StepContext;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The values of the tags in messages: for a fan, and the longest ones of any fan. */
final class MergeTags {
    /** A text for the simulator, which checks how it addresses the fan. */
    static final MessageTemplate SAMPLE =
            new MessageTemplate(
                    "Thanks{{#first_name}}, {{first_name}}{{/first_name}}!"
                            + "{{#connect_link}} {{connect_link}}{{/connect_link}}");

    /** A character that takes the most bytes in UTF-8, and the most characters in an address. */
    private static final String WIDEST = "\uD83D\uDE00";

    private MergeTags() {}

    /**
     * What is read for the tags in the templates: nothing that they do not need.
     *
     * @param required what is read for other reasons
     */
    static RequiredFacts required(
            RequiredFacts required, Collection<MessageTemplate> templates, FlowSubject subject) {
        boolean namesArtist = mayHave(templates, MergeTag.ARTIST_NAME);
        boolean ofRelease =
                namesArtist
                        || mayHave(templates, MergeTag.RELEASE_TITLE)
                        || mayHave(templates, MergeTag.RELEASE_LINK);
        if (ofRelease && subject.release().isPresent()) {
            return required.withRelease(subject.release().get());
        }
        return subject.artist().filter(_ -> namesArtist).map(required::withArtist).orElse(required);
    }

    private static boolean mayHave(Collection<MessageTemplate> templates, MergeTag tag) {
        return templates.stream().anyMatch(template -> template.mayHave(tag));
    }

    /**
     * The values for the fan of a step, without those that the fan or the flow does not have.
     *
     * @param templates of the message; links that are in none of them are left out
     * @param links the message's link of each kind
     * @param connects whether a link to connect helps the fan
     */
    static Map<MergeTag, String> of(
            Collection<MessageTemplate> templates,
            StepContext context,
            Function<LinkTarget, String> links,
            boolean connects) {
        Map<MergeTag, String> values = new EnumMap<>(MergeTag.class);
        values.put(MergeTag.PROJECT_NAME, context.project().name());
        if (connects && mayHave(templates, MergeTag.CONNECT_LINK)) {
            values.put(MergeTag.CONNECT_LINK, links.apply(LinkTarget.CONNECT));
        }
        context.fan()
                .flatMap(Fan::firstName)
                .ifPresent(name -> values.put(MergeTag.FIRST_NAME, name.text()));
        context.artist().ifPresent(artist -> values.put(MergeTag.ARTIST_NAME, artist.name()));
        context.release()
                .ifPresent(
                        release -> {
                            values.put(MergeTag.RELEASE_TITLE, release.title());
                            values.put(MergeTag.ARTIST_NAME, release.artistName());
                            if (ReleaseLinks.exist(release)
                                    && mayHave(templates, MergeTag.RELEASE_LINK)) {
                                values.put(MergeTag.RELEASE_LINK, links.apply(LinkTarget.RELEASE));
                            }
                        });
        return values;
    }

    /**
     * The longest values that a fan of the flow can have.
     *
     * @param used the tags whose values matter
     */
    static Map<MergeTag, String> longest(FlowContext flow, Set<MergeTag> used) {
        Map<MergeTag, String> values = new EnumMap<>(MergeTag.class);
        values.put(MergeTag.PROJECT_NAME, flow.project().name());
        values.put(MergeTag.CONNECT_LINK, OwnLinks.longest(flow.project()));
        values.put(MergeTag.FIRST_NAME, WIDEST.repeat(FirstName.MAX_LENGTH));
        if (flow.subject().hasRelease()) {
            values.put(MergeTag.RELEASE_LINK, OwnLinks.longest(flow.project()));
        }
        if (flow.subject().hasArtist()
                && (used.contains(MergeTag.RELEASE_TITLE) || used.contains(MergeTag.ARTIST_NAME))) {
            putNames(flow, values);
        }
        return values;
    }

    private static void putNames(FlowContext flow, Map<MergeTag, String> values) {
        String longest = WIDEST.repeat(Release.MAX_TEXT_LENGTH);
        if (flow.subject().hasRelease()) {
            Optional<Release> release = flow.release();
            values.put(MergeTag.RELEASE_TITLE, release.map(Release::title).orElse(longest));
            values.put(MergeTag.ARTIST_NAME, release.map(Release::artistName).orElse(longest));
        } else {
            values.put(MergeTag.ARTIST_NAME, flow.artist().map(Artist::name).orElse(longest));
        }
    }

    /**
     * Ordinary values of common length, of letters that every text may have: an author cannot
     * change the characters of a name.
     */
    static Map<MergeTag, String> ordinary(Project project) {
        Map<MergeTag, String> values = new EnumMap<>(MergeTag.class);
        values.put(MergeTag.PROJECT_NAME, project.name());
        values.put(MergeTag.CONNECT_LINK, OwnLinks.longest(project));
        values.put(MergeTag.FIRST_NAME, "Alexander");
        values.put(MergeTag.RELEASE_LINK, OwnLinks.longest(project));
        values.put(MergeTag.RELEASE_TITLE, "Somewhere in the Night");
        values.put(MergeTag.ARTIST_NAME, "The Night Harbour");
        return values;
    }

    /** Why a tag in the template has no value for any fan of the flow, as a sentence. */
    static Optional<String> neverFilled(MessageTemplate template, FlowContext flow) {
        return template.tags().stream()
                .filter(tag -> !isEverFilled(tag, flow.subject()))
                .findFirst()
                .map(
                        tag ->
                                "has the tag {{%s}}, which has no value in this flow; %s"
                                        .formatted(tag.wireName(), remedy(tag)));
    }

    private static boolean isEverFilled(MergeTag tag, FlowSubject subject) {
        return switch (tag) {
            case RELEASE_TITLE, RELEASE_LINK -> subject.hasRelease();
            case ARTIST_NAME -> subject.hasArtist();
            case CONNECT_LINK, FIRST_NAME, PROJECT_NAME -> true;
        };
    }

    private static String remedy(MergeTag tag) {
        String orArtist = tag == MergeTag.ARTIST_NAME ? " or an artist" : "";
        return "remove the tag, choose a trigger about a release%s, or let the steps of the flow refer to exactly one release%s"
                .formatted(orArtist, tag == MergeTag.ARTIST_NAME ? " or one artist" : "");
    }
}
