// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/artifact_details.h"
#include "core/model/draft.h"
#include "core/model/version.h"
#include "core/store/database.h"

namespace studio {

/// An app with the number its other rows refer to.
struct AppRow
{
    qint64 rowId = 0;
    App app;
};

/// NotFound names the app and the command that creates it. Internal: its row is damaged.
Result<AppRow> findApp(const Database &database, const AppId &id);
/// The same, damaged or not, for who is about to write it again or delete it.
Result<AppRow> findAppAsIs(const Database &database, const AppId &id);
/// Damaged ones too.
Result<QList<App>> findApps(const Database &database, const QString &organization);
/// Those whose name, "-" and organization, in lower case, are this.
Result<QList<App>> findAppsOfLabel(const Database &database, const QString &label);

/// NotFound before the first save, with the command that makes one. Internal: its row is damaged.
Result<Draft> findDraft(const Database &database, const AppRow &app);

/// Newest first, damaged ones too; `before` 0 for all.
Result<QList<Version>> findVersions(const Database &database, const AppRow &app, int limit, int before);
/// NotFound names the versions there are. Internal: its row is damaged.
Result<Version> findVersion(const Database &database, const AppRow &app, int number);
/// The number of the newest version, 0 for none.
Result<int> newestVersion(const Database &database, const AppRow &app);

QString detailsToJson(const ArtifactDetails &details);
ArtifactDetails detailsFrom(const QString &text);
QString environmentToJson(const QList<std::pair<QString, QString>> &environment);

/// For statements that return nothing.
Result<void> execute(const Database &database, const QString &sql, const QVariantList &values = {});

} // namespace studio
