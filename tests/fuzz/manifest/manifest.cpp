// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a Cargo.toml: it is read or refused with a sentence, each edit gives a text that can be read and holds
// what was edited in, and edits of dependencies change nothing else.
#include "core/manifest/manifest.h"

#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest_scan.h"
#include "core/manifest/toml_text.h"
#include "tests/fuzz/expect.h"
#include "tests/support/manifest_edits.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

using namespace studio;

namespace {

BuildManifestOptions options()
{
    BuildManifestOptions given;
    given.sdkPath = QStringLiteral("/sdk/ignite");
    given.handlerBin = QStringLiteral("src/ignite_handler.rs");
    given.extra = QStringLiteral("[profile.release]\nlto = true\n");
    return given;
}

void expectReadable(const Result<QString> &edited)
{
    if (!edited) {
        FUZZ_EXPECT(!edited.error().message.isEmpty());
        FUZZ_EXPECT(edited.error().code != ErrorCode::Internal); // says that our own edit has broken it
        return;
    }
    FUZZ_EXPECT(parseManifest(*edited));
}

void expectDependencyAdded(const QString &text)
{
    DependencySpec added;
    added.package = QStringLiteral("fuzz-added");
    added.requirement = QStringLiteral("1.2");
    const auto edited = withDependency(text, added);
    expectReadable(edited);
    if (!edited) {
        return;
    }
    const auto manifest = parseManifest(*edited);
    FUZZ_EXPECT(std::ranges::any_of(manifest->dependencies, [&](const Dependency &dependency) {
        return dependency.key == added.package && dependency.requirement == added.requirement;
    }));
    expectReadable(withoutDependency(*edited, added.package));
}

void expectEditsChangeNothingElse(QString text, std::uint32_t seed)
{
    std::mt19937 random(seed);
    for (int i = 0; i < 4; ++i) {
        const EditOutcome outcome = applyEdit(text, randomEdit(text, random));
        if (outcome.isFaulty()) {
            std::fprintf(stderr, "%s %s %s\n", qPrintable(outcome.corrupt), qPrintable(outcome.lossy),
                         qPrintable(outcome.refusal));
        }
        FUZZ_EXPECT(!outcome.isFaulty());
        text = outcome.text;
    }
}

std::size_t depthOf(const toml::node &node)
{
    std::size_t deepest = 0;
    const auto look = [&](const toml::node &inner) { deepest = std::max(deepest, depthOf(inner)); };
    if (const auto *table = node.as_table()) {
        for (const auto &[key, value] : *table) {
            look(value);
        }
    } else if (const auto *array = node.as_array()) {
        for (const toml::node &value : *array) {
            look(value);
        }
    }
    return deepest + 1;
}

/// Whatever is read is no deeper than it may be: each part of a key may be that of an [[array of tables]].
void expectShallow(const QString &text)
{
    const auto table = parseToml(text.toUtf8());
    FUZZ_EXPECT(!table || depthOf(*table) <= 2 * maxTomlDepth + 2);
    const ManifestScan scan = scanManifest(text);
    FUZZ_EXPECT(scan.fault.has_value() == !table.has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    expectShallow(text);
    (void)hasTable(text, QStringLiteral("workspace"));
    const auto manifest = parseManifest(text);
    if (!manifest) {
        FUZZ_EXPECT(manifest.error().code == ErrorCode::InvalidArgument && !manifest.error().message.isEmpty());
        return 0;
    }
    expectReadable(buildManifest(text, options()));
    expectReadable(withPackageName(text, QStringLiteral("other")));
    expectDependencyAdded(text);
    for (const Dependency &dependency : manifest->dependencies) {
        if (!dependency.injected) {
            expectReadable(withoutDependency(text, dependency.key, dependency.table, dependency.platform));
        }
    }
    expectEditsChangeNothingElse(text, static_cast<std::uint32_t>(size));
    return 0;
}
