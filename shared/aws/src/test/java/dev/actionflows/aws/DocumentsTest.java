package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class DocumentsTest {
    @Test
    void a_document_is_decoded_as_it_was_encoded() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("text", "Low Tide 🌊");
        document.put("empty", "");
        document.put("number", 12L);
        document.put("big", Long.MAX_VALUE);
        document.put("fraction", new BigDecimal("0.25"));
        document.put("flag", true);
        document.put("nothing", null);
        document.put("list", Arrays.asList("a", 1L, null, List.of()));
        document.put("object", Map.of("inner", Map.of()));

        assertThat(Documents.toDocument(Documents.toAttribute(document))).isEqualTo(document);
    }

    @Test
    void integers_are_decoded_as_long() {
        assertThat(Documents.toDocument(Documents.toAttribute(Map.of("n", 1))))
                .isEqualTo(Map.of("n", 1L));
    }

    @Test
    void an_unsupported_type_is_rejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Documents.toAttribute(Set.of("a")));
    }
}
