package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextParts;
import dev.actionflows.domain.messaging.limits.CreditPrices;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.quiethours.QuietHours;

import java.util.function.Supplier;

/** Prices texts: their parts times the price of a part at the destination. */
public final class TextPricing {
    private final Supplier<QuietHours> areas;

    /**
     * @param areas supplied when a text is priced: they know the countries of numbers
     */
    public TextPricing(Supplier<QuietHours> areas) {
        this.areas = areas;
    }

    /** What the text costs. */
    public CreditUse price(String body, PhoneNumber to) {
        CreditPrices prices = CreditPrices.standard();
        int parts = TextParts.count(body);
        return new CreditUse(
                parts * prices.perPart(areas.get().countries(to)), parts, prices.version());
    }
}
