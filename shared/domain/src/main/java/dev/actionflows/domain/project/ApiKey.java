package dev.actionflows.domain.project;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Authenticates a program for a project: a prefix for the kind, the project's id without its own
 * prefix, and 256 random bits. The text is shown once; only its hash is stored.
 *
 * @param text the whole key, as programs send it
 */
public record ApiKey(Kind kind, ProjectId project, String text) {
    private static final int RANDOM_BYTES = 32;

    private static final Pattern FORM =
            Pattern.compile("(?<kind>[a-z]k)_(?<project>[0-9a-z]{16})_[0-9A-Za-z_-]{43}");

    /** The kind of a key. */
    public enum Kind {
        /** For the project's servers: full access to the project. */
        SECRET("sk", Role.OWN),
        /** For embeds and landing pages, where anybody can read it. */
        PUBLISHABLE("pk", null),
        /** For people and programs that only read. */
        LOOK("lk", Role.LOOK),
        /** For people and programs that change content. */
        EDIT("ek", Role.EDIT),
        /** For people and programs that act on fans and runs. */
        OPERATE("ok", Role.OPERATE);

        private final String prefix;
        private final @Nullable Role role;

        Kind(String prefix, @Nullable Role role) {
            this.prefix = prefix;
            this.role = role;
        }

        /** What the key permits in the management API; empty for a key that gives no access. */
        public Optional<Role> role() {
            return Optional.ofNullable(role);
        }

        private static Optional<Kind> ofPrefix(String prefix) {
            return Arrays.stream(values()).filter(kind -> kind.prefix.equals(prefix)).findFirst();
        }

        /** The name in paths and JSON, such as {@code secret}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWireName(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(wireName))
                    .findFirst();
        }
    }

    /** Generates a key. */
    public static ApiKey create(Kind kind, ProjectId project, IdSource ids) {
        String random =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(ids.randomBytes(RANDOM_BYTES));
        String name = project.value().substring(project.value().indexOf('_') + 1);
        return new ApiKey(kind, project, String.join("_", kind.prefix, name, random));
    }

    /**
     * Parses a key; only {@link #isAmong} checks whether it is valid.
     *
     * @return empty if the text does not have the format of a key
     */
    public static Optional<ApiKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Kind.ofPrefix(form.group("kind"))
                .flatMap(
                        kind ->
                                ProjectId.parse("prj_" + form.group("project"))
                                        .map(project -> new ApiKey(kind, project, text)));
    }

    /** SHA-256 of the text, in hexadecimal. */
    public String hash() {
        return HexFormat.of().formatHex(Sha256.of(text));
    }

    /** Whether this key is valid for the project now. Constant time. */
    public boolean isAmong(ApiKeyHashes hashes, Instant now) {
        return hashes.isValid(kind, hash(), now);
    }

    /** Omits the key. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " key of " + project;
    }
}
