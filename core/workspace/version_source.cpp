// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/version_source.h"

#include <QRegularExpression>

namespace studio {

namespace {

/// The parts of a path of one of those files: what stands before the file's own.
const QRegularExpression &sourcePathForm()
{
    static const QRegularExpression form(QStringLiteral("/version-sources/[0-9a-f]{64}/(v\\d+|draft)/"));
    return form;
}

} // namespace

bool isVersionSource(const QString &path)
{
    return sourcePathForm().match(path).hasMatch();
}

QString versionLabelOf(const QString &path)
{
    return sourcePathForm().match(path).captured(1);
}

} // namespace studio
