// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/dependency_entry.h"
#include "core/manifest/document.h"
#include "core/manifest/manifest.h"

#include <QObject>

namespace studio {

namespace {

using manifest::Document;
using manifest::Path;
using manifest::quoted;

QString display(const Path &path)
{
    return QString::fromStdString(manifest::displayPath(path));
}

} // namespace

Result<QString> withPackageName(const QString &text, const QString &name)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const auto *written = document->assignment({"package", "name"});
    if (!written) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Cargo.toml has no [package] name."));
    }
    document->replaceValue(*written, quoted(name));
    return document->edited();
}

Result<QString> withoutDependency(const QString &text, const QString &key, DependencyTable table,
                                  const QString &platform)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    Path entry = manifest::dependencyTablePath(*document, table, platform, key.toStdString());
    const QString section = display(entry);
    entry.push_back(key.toStdString());
    if (!document->nodeAt(entry)) {
        return fail(ErrorCode::NotFound, QObject::tr("Cargo.toml has no dependency %1 in [%2].").arg(key, section));
    }
    document->remove({entry});
    return document->edited([&](const toml::table &after) { return !manifest::nodeAt(after, entry); });
}

} // namespace studio
