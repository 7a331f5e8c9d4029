// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as JSON: both readers agree, what was read is printed and read again as the same, and no read of it fails.
// And any text as YAML: config.yaml is read or refused with a sentence, and what is set in it is there.
#include "core/base/json_reader.h"
#include "core/config/config_file.h"
#include "core/config/yaml_text.h"
#include "tests/fuzz/expect.h"

#include <cstdint>

using namespace studio;

namespace {

void readAll(const JsonReader &place)
{
    (void)place.text();
    (void)place.boolean();
    (void)place.integer(0, -5, 5);
    (void)place.real();
    (void)place.base64();
    for (const JsonReader &element : place.elements()) {
        readAll(element);
    }
    for (const auto &[name, member] : place.members()) {
        readAll(member);
    }
}

void checkJson(QByteArrayView text)
{
    const auto json = parseJson(text);
    const auto fault = findJsonFault(text);
    FUZZ_EXPECT(json.has_value() == !fault.has_value());
    FUZZ_EXPECT(Json::raw(text.toByteArray()).has_value() == json.has_value());
    if (fault) {
        FUZZ_EXPECT(fault->offset >= 0 && fault->offset <= text.size() && !fault->reason.isEmpty());
        return;
    }
    FUZZ_EXPECT(parseJson(json->toUtf8()) == *json);
    FUZZ_EXPECT(parseJson(json->toUtf8(2)) == *json);
    FUZZ_EXPECT(parseJson(json->toUtf8())->toUtf8() == json->toUtf8());
    (void)toYaml(*json);
    readAll(JsonReader(*json));
}

void checkConfig(const QString &text)
{
    auto file = ConfigFile::parse(QStringLiteral("config.yaml"), text);
    if (!file) {
        FUZZ_EXPECT(!file.error().message.isEmpty());
        return;
    }
    const QString key = QStringLiteral("ignite.org_name");
    if (file->set(key, QStringLiteral("fuzz: #1"))) {
        FUZZ_EXPECT(file->value(key) == QStringLiteral("fuzz: #1"));
        (void)file->unset(key);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    checkJson(text);
    checkConfig(QString::fromUtf8(text));
    return 0;
}
