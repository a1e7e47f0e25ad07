package dev.actionflows.releasepages;

import static dev.actionflows.domain.document.Html.escaped;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.SignUp;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.SignUpResult.Field;
import dev.actionflows.lambda.http.PageTexts;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Renders a form with which fans agree to receive messages.
 *
 * @param id of the form, the same when a browser sends it again
 */
record SignUpFormView(PageContent content, PageTexts texts, String id) {
    /**
     * @param typed what the visitor sent with this form before
     * @param invalid what is wrong with it
     */
    String html(Identity.Kind kind, SignUpForm form, Optional<SignUp> typed, Set<Field> invalid) {
        String name = kind.wireName();
        Set<Field> wrong = typed.isPresent() ? invalid : Set.of();
        return """
        <h2>%1$s</h2>
        <form method="post">
        <input type="hidden" name="do" value="sign-up.%2$s">
        <input type="hidden" name="id" value="%3$s">
        <p><label for="%2$s">%4$s</label>
        <input id="%2$s" name="address" type="%5$s" autocomplete="%5$s" required value="%6$s"%7$s></p>
        %8$s<p><label for="%2$s-name">%9$s</label>
        <input id="%2$s-name" name="firstName" autocomplete="given-name" maxlength="50" value="%10$s"%11$s></p>
        %12$s<p><label class="check"><input type="checkbox" name="agreed" value="yes" required%13$s><span>%14$s</span></label></p>
        %15$s%16$s<p><button>%17$s</button></p>
        </form>
        """
                .formatted(
                        text("sign-up." + name + ".title"),
                        name,
                        id,
                        text("sign-up." + name + ".address"),
                        kind == Identity.Kind.PHONE ? "tel" : "email",
                        escaped(typed.map(SignUp::address).orElse("")),
                        marked(wrong, Field.ADDRESS, name + "-error"),
                        error(wrong, Field.ADDRESS, name + "-error", "error." + name),
                        text("sign-up.first-name"),
                        escaped(typed.map(SignUp::firstName).orElse("")),
                        marked(wrong, Field.FIRST_NAME, name + "-name-error"),
                        error(wrong, Field.FIRST_NAME, name + "-name-error", "error.first-name"),
                        marked(wrong, Field.CONSENT, name + "-consent-error"),
                        escaped(form.wording()),
                        error(wrong, Field.CONSENT, name + "-consent-error", "error.consent"),
                        links(),
                        text("sign-up." + name + ".button"));
    }

    private static String marked(Set<Field> wrong, Field field, String errorId) {
        if (!wrong.contains(field)) {
            return "";
        }
        boolean isFirst = wrong.stream().min(Comparator.naturalOrder()).equals(Optional.of(field));
        return " aria-invalid=\"true\" aria-describedby=\"%s\"%s"
                .formatted(errorId, isFirst ? " autofocus" : "");
    }

    private String error(Set<Field> wrong, Field field, String errorId, String key) {
        return wrong.contains(field)
                ? "<p id=\"%s\" class=\"error\" role=\"alert\">%s</p>\n"
                        .formatted(errorId, text(key))
                : "";
    }

    private String links() {
        String links =
                link(content.termsUrl(), "sign-up.terms")
                        + link(content.privacyUrl(), "sign-up.privacy");
        return links.isEmpty() ? "" : "<p><small>" + links + "</small></p>\n";
    }

    private String link(Optional<String> url, String key) {
        return url.map(it -> "<a href=\"%s\">%s</a> ".formatted(escaped(it), text(key))).orElse("");
    }

    private String text(String key) {
        return escaped(texts.text(key));
    }
}
