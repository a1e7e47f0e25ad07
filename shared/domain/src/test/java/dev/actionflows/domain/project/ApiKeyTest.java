package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.domain.id.ProjectId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ApiKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    private static final AtomicInteger CREATED = new AtomicInteger();
    private static final String RANDOM = "A".repeat(43);

    @Test
    void a_key_contains_its_kind_and_its_project() {
        ApiKey key = ApiKey.create(ApiKey.Kind.SECRET, PROJECT, count -> new byte[count]);

        assertThat(key.text()).isEqualTo("sk_7zqk3v9m2c4x8b1d_" + RANDOM);
        assertThat(ApiKey.create(ApiKey.Kind.PUBLISHABLE, PROJECT, byte[]::new).text())
                .startsWith("pk_7zqk3v9m2c4x8b1d_");
        assertThat(
                        Stream.of(ApiKey.Kind.LOOK, ApiKey.Kind.EDIT, ApiKey.Kind.OPERATE)
                                .map(kind -> ApiKey.create(kind, PROJECT, byte[]::new).text()))
                .containsExactly(
                        "lk_7zqk3v9m2c4x8b1d_" + RANDOM,
                        "ek_7zqk3v9m2c4x8b1d_" + RANDOM,
                        "ok_7zqk3v9m2c4x8b1d_" + RANDOM);
    }

    @Test
    void the_kind_decides_what_a_key_permits() {
        assertThat(
                        Arrays.stream(ApiKey.Kind.values())
                                .collect(Collectors.toMap(it -> it, ApiKey.Kind::role)))
                .containsOnly(
                        entry(ApiKey.Kind.SECRET, Optional.of(Role.OWN)),
                        entry(ApiKey.Kind.PUBLISHABLE, Optional.empty()),
                        entry(ApiKey.Kind.LOOK, Optional.of(Role.LOOK)),
                        entry(ApiKey.Kind.EDIT, Optional.of(Role.EDIT)),
                        entry(ApiKey.Kind.OPERATE, Optional.of(Role.OPERATE)));
    }

    @ParameterizedTest
    @EnumSource
    void a_key_is_parsed_from_its_text(ApiKey.Kind kind) {
        ApiKey key = ApiKey.create(kind, PROJECT, byte[]::new);

        assertThat(ApiKey.parse(key.text())).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sk_",
                "sk_7zqk3v9m2c4x8b1d",
                "sk_7zqk3v9m2c4x8b1d_short",
                "sk_7zqk3v9m2c4x8b1d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "sk_7zqk3v9m2c4x8b1d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/",
                "Lk_7zqk3v9m2c4x8b1d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "xk_7zqk3v9m2c4x8b1d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "sk_ilou3v9m2c4x8b1d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "sk_7zqk3v9m2c4x8b1d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "sk_../../7zqk3v9m2c_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void other_text_is_not_a_key(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void only_the_exact_key_of_the_right_kind_matches() {
        ApiKey secret = ApiKey.create(ApiKey.Kind.SECRET, PROJECT, byte[]::new);
        ApiKey publishable = ApiKey.create(ApiKey.Kind.PUBLISHABLE, PROJECT, byte[]::new);
        ApiKey forged = new ApiKey(ApiKey.Kind.SECRET, PROJECT, secret.text().replace('A', 'B'));
        ApiKeyHashes hashes = new ApiKeyHashes(secret.hash(), publishable.hash());

        assertThat(secret.isAmong(hashes, NOW)).isTrue();
        assertThat(publishable.isAmong(hashes, NOW)).isTrue();
        assertThat(forged.isAmong(hashes, NOW)).isFalse();
        assertThat(secret.isAmong(new ApiKeyHashes(publishable.hash(), secret.hash()), NOW))
                .isFalse();
    }

    @Test
    void the_hash_is_sha256_in_hexadecimal() {
        assertThat(new ApiKey(ApiKey.Kind.SECRET, PROJECT, "abc").hash())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void to_string_does_not_contain_the_key() {
        assertThat(ApiKey.create(ApiKey.Kind.SECRET, PROJECT, byte[]::new))
                .hasToString("secret key of prj_7zqk3v9m2c4x8b1d");
    }

    private static ApiKey key(ApiKey.Kind kind) {
        byte number = (byte) CREATED.incrementAndGet();
        return ApiKey.create(
                kind,
                PROJECT,
                count -> {
                    byte[] bytes = new byte[count];
                    bytes[0] = number;
                    return bytes;
                });
    }

    @Test
    void a_retired_key_is_valid_until_its_end() {
        ApiKey old = key(ApiKey.Kind.SECRET);
        ApiKey next = key(ApiKey.Kind.SECRET);
        ApiKey page = key(ApiKey.Kind.PUBLISHABLE);
        Instant end = NOW.plusSeconds(60);
        ApiKeyHashes hashes = new ApiKeyHashes(old.hash(), page.hash()).rotated(next, NOW, end);

        assertThat(next.isAmong(hashes, NOW)).isTrue();
        assertThat(page.isAmong(hashes, NOW)).isTrue();
        assertThat(old.isAmong(hashes, end.minusMillis(1))).isTrue();
        assertThat(old.isAmong(hashes, end)).isFalse();
    }

    @Test
    void an_immediate_rotation_ends_all_previous_keys() {
        ApiKey first = key(ApiKey.Kind.SECRET);
        ApiKey second = key(ApiKey.Kind.SECRET);
        ApiKey third = key(ApiKey.Kind.SECRET);
        ApiKey page = key(ApiKey.Kind.PUBLISHABLE);
        ApiKey newPage = key(ApiKey.Kind.PUBLISHABLE);

        ApiKeyHashes hashes =
                new ApiKeyHashes(first.hash(), page.hash())
                        .rotated(newPage, NOW, NOW.plusSeconds(60))
                        .rotated(second, NOW, NOW.plusSeconds(60))
                        .rotated(third, NOW, NOW);

        assertThat(third.isAmong(hashes, NOW)).isTrue();
        assertThat(first.isAmong(hashes, NOW)).isFalse();
        assertThat(second.isAmong(hashes, NOW)).isFalse();
        assertThat(page.isAmong(hashes, NOW)).isTrue();
        assertThat(hashes.retired())
                .extracting(ApiKeyHashes.Retired::hash, ApiKeyHashes.Retired::endsAt)
                .containsExactly(
                        tuple(page.hash(), NOW.plusSeconds(60)), tuple(second.hash(), NOW));
        assertThat(hashes.retiredValidAt(NOW, ApiKey.Kind.SECRET)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOOK", "EDIT", "OPERATE"})
    void the_first_key_of_a_role_replaces_none(ApiKey.Kind kind) {
        ApiKey first = key(kind);
        ApiKey second = key(kind);
        ApiKeyHashes none = new ApiKeyHashes("secret", "publishable");
        assertThat(none.current(kind)).isEmpty();
        assertThat(first.isAmong(none, NOW)).isFalse();

        ApiKeyHashes one = none.rotated(first, NOW, NOW.plusSeconds(60));

        assertThat(first.isAmong(one, NOW)).isTrue();
        assertThat(one.retired()).isEmpty();
        assertThat(one.predecessorEndsAt(first)).isEmpty();
        assertThat(one.rotated(first, NOW, NOW)).isEqualTo(one);
        assertThat(one.current(ApiKey.Kind.SECRET)).contains("secret");
        ApiKeyHashes two = one.rotated(second, NOW, NOW.plusSeconds(60));
        assertThat(first.isAmong(two, NOW.plusSeconds(59))).isTrue();
        assertThat(first.isAmong(two, NOW.plusSeconds(60))).isFalse();
        assertThat(second.isAmong(two, NOW.plusSeconds(60))).isTrue();
        assertThat(two.predecessorEndsAt(second)).contains(NOW.plusSeconds(60));
    }

    @Test
    void a_key_is_valid_as_its_own_kind_only() {
        ApiKey look = key(ApiKey.Kind.LOOK);
        ApiKeyHashes hashes = new ApiKeyHashes("secret", "publishable").rotated(look, NOW, NOW);

        for (ApiKey.Kind kind : ApiKey.Kind.values()) {
            assertThat(hashes.isValid(kind, look.hash(), NOW)).isEqualTo(kind == ApiKey.Kind.LOOK);
        }
    }

    @Test
    void the_end_of_a_keys_predecessor_is_known_until_a_later_rotation_revokes_it() {
        ApiKey first = key(ApiKey.Kind.SECRET);
        ApiKey second = key(ApiKey.Kind.SECRET);
        ApiKey third = key(ApiKey.Kind.SECRET);
        ApiKey fourth = key(ApiKey.Kind.SECRET);
        ApiKey page = key(ApiKey.Kind.PUBLISHABLE);
        ApiKeyHashes hashes =
                new ApiKeyHashes(first.hash(), page.hash())
                        .rotated(second, NOW, NOW.plusSeconds(60))
                        .rotated(third, NOW.plusSeconds(1), NOW.plusSeconds(90));

        assertThat(hashes.predecessorEndsAt(first)).isEmpty();
        assertThat(hashes.predecessorEndsAt(second)).contains(NOW.plusSeconds(60));
        assertThat(hashes.predecessorEndsAt(third)).contains(NOW.plusSeconds(90));
        assertThat(hashes.predecessorEndsAt(page)).isEmpty();
        ApiKeyHashes ended = hashes.rotated(fourth, NOW.plusSeconds(2), NOW.plusSeconds(2));
        assertThat(ended.predecessorEndsAt(fourth)).contains(NOW.plusSeconds(2));
        assertThat(ended.predecessorEndsAt(third)).isEmpty();
        assertThat(ended.predecessorEndsAt(second)).isEmpty();
    }
}
