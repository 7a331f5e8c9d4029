// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QTemporaryDir>

namespace studio::test {

/// A workspace and everything behind it, at home in one folder; crates are compiled once for all tests.
struct OneWorkspace
{
    QTemporaryDir home;
    Paths paths = [this] {
        Paths made = testPaths();
        made.data = home.filePath(QStringLiteral("data"));
        made.config = home.filePath(QStringLiteral("config"));
        return made;
    }();
    Compiler compiler{paths};
    HttpClient client;
    DevLoop loop{&compiler};
    LocalPlatform platform{paths, &compiler, &client};
    Workspace workspace{{.compiler = &compiler, .loop = &loop, .platform = &platform}};
};

} // namespace studio::test
