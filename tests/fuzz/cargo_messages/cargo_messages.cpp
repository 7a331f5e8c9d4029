// SPDX-License-Identifier: GPL-3.0-or-later
// Any lines as what cargo prints: each is a message of the exact shape, or text, and what is made of it has sense.
#include "core/compiler/cargo_messages.h"

#include "core/base/text.h"
#include "core/compiler/handler_mark.h"
#include "core/compiler/rustc_advice.h"
#include "core/compiler/wasm_errors.h"
#include "tests/fuzz/expect.h"

#include <cstdint>

using namespace studio;
using namespace studio::compiler;

namespace {

void expectSensible(CompilerMessage said)
{
    FUZZ_EXPECT(said.diagnostic.line >= 0 && said.diagnostic.column >= 0);
    FUZZ_EXPECT(!said.diagnostic.file.startsWith(u'/'));
    const QString message = said.diagnostic.message;
    advise(said, said.notes.size() % 2 == 0);
    FUZZ_EXPECT(!said.diagnostic.message.isEmpty() || message.isEmpty());
    (void)definedTwice({said});
    (void)needsBrowser(withoutAnsi(said.diagnostic.rendered), {QStringLiteral("wasm-bindgen 0.2.0")});
}

void expectLine(const QByteArray &line)
{
    const CargoMessage read = readCargoMessage(line, QStringLiteral("/p"));
    if (const auto *said = std::get_if<CompilerMessage>(&read)) {
        expectSensible(*said);
    } else if (const auto *printed = std::get_if<PrintedText>(&read)) {
        FUZZ_EXPECT(line.isEmpty() || !printed->text.isEmpty());
    } else {
        FUZZ_EXPECT(line.startsWith('{'));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray all(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    for (const QByteArray &line : all.split('\n')) {
        expectLine(line);
    }
    (void)handlerIn(all);
    if (const auto targets = readMetadata(all, QStringLiteral("/p"))) {
        for (const CargoTarget &target : *targets) {
            FUZZ_EXPECT(target.kind == QLatin1String("bin") || target.kind == QLatin1String("lib"));
        }
    }
    return 0;
}
