// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON Schema, a line with dashes, and a text that is typed by it: what is offered and refused is bounded, and stands
// in the text.
#include "core/schema/json_schema.h"
#include "tests/fuzz/expect.h"

#include <QByteArray>

#include <cstdint>

using namespace studio;

namespace {

void expectOffers(const QList<SchemaOffer> &offers)
{
    FUZZ_EXPECT(offers.size() <= 500);
    for (const SchemaOffer &offer : offers) {
        FUZZ_EXPECT(offer.type.size() <= 80 && offer.description.size() <= 4'000);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qsizetype line = input.indexOf("\n---\n");
    const QByteArray text = line < 0 ? input : input.sliced(line + 5);
    const auto json = parseJson(line < 0 ? input : input.first(line));
    const JsonSchema schema = json ? JsonSchema(*json) : JsonSchema();
    const QList<SchemaProblem> problems = schema.check(text);
    FUZZ_EXPECT(problems.size() <= 100);
    for (const SchemaProblem &problem : problems) {
        FUZZ_EXPECT(problem.from >= 0 && problem.from <= problem.to && problem.to <= text.size());
        FUZZ_EXPECT(!problem.message.isEmpty());
    }
    for (qsizetype at = 0; at <= text.size(); at += 1 + text.size() / 16) {
        const JsonPlace place = jsonPlaceAt(text, at);
        FUZZ_EXPECT(place.from >= 0 && place.from <= place.to && place.to <= text.size());
        expectOffers(schema.keys(place.path, place.siblings));
        expectOffers(schema.values(place.path));
        (void)schema.describe(place.path);
    }
    return 0;
}
