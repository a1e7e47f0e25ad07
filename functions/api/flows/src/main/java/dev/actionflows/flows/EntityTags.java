package dev.actionflows.flows;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.lambda.http.HttpRequest;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Entity tags (RFC 9110, section 8.8.3). A flow's tag is its revision number. */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("\"(?<revision>[0-9]{1,18})\"");

    private static final String WEAK = "W/";

    private EntityTags() {}

    static String of(Flow flow) {
        return "\"" + flow.revision() + "\"";
    }

    /**
     * Parses {@code If-Match} (RFC 9110, section 13.1.1). {@code *} matches any flow; an unknown or
     * weak tag matches none.
     */
    static Precondition ifMatch(HttpRequest request) {
        Optional<String> tags = request.header("If-Match").map(String::strip);
        if (tags.isEmpty() || tags.get().equals("*")) {
            return Precondition.none();
        }
        Set<Long> revisions =
                Arrays.stream(tags.get().split(",", -1))
                        .map(tag -> TAG.matcher(tag.strip()))
                        .filter(Matcher::matches)
                        .map(tag -> Long.valueOf(tag.group("revision")))
                        .collect(Collectors.toSet());
        return revisions.isEmpty()
                ? new Precondition.OfRevision(revisions, whatIsWrong(tags.get()))
                : new Precondition.OfRevision(revisions);
    }

    /** Explains why no tag in the header can match a flow. */
    private static String whatIsWrong(String tags) {
        return tags.startsWith(WEAK)
                ? "If-Match has a weak tag (W/), which never matches (RFC 9110, section 13.1.1);"
                        + " send the ETag exactly as received, in quotes and without W/, such as"
                        + " \"3\""
                : "If-Match contains no ETag of a flow; send the ETag exactly as received, in"
                        + " quotes, such as \"3\", or *";
    }
}
