// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a Cargo.toml: it is read or refused with a sentence, and each edit gives a text that can be read and
// holds what was edited in.
#include "core/manifest/manifest.h"

#include "tests/fuzz/expect.h"

#include <algorithm>
#include <cstdint>

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
    Dependency added;
    added.key = added.package = QStringLiteral("fuzz-added");
    added.requirement = QStringLiteral("1.2");
    const auto edited = withDependency(text, added);
    expectReadable(edited);
    if (!edited) {
        return;
    }
    const auto manifest = parseManifest(*edited);
    FUZZ_EXPECT(std::ranges::any_of(manifest->dependencies, [&](const Dependency &dependency) {
        return dependency.key == added.key && dependency.requirement == added.requirement;
    }));
    expectReadable(withoutDependency(*edited, added.key));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
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
    return 0;
}
