// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/schema/handler_types.h"
#include "core/schema/json_schema.h"

#include <QObject>
#include <QTimer>

namespace studio {

class Workspace;

/// The JSON Schema of what the handler of a workspace takes: `input` in the project's info.yaml, as it is in the editor
/// or on disk; else the one that its app was given; else that of the types which the handler reads its body with, as
/// its source stands there, typed or saved (handler_types.h). Without one it is empty. Main thread; files are read on a
/// worker.
class HandlerSchema : public QObject
{
    Q_OBJECT

public:
    explicit HandlerSchema(Workspace *workspace, QObject *parent = nullptr); ///< which outlives it

    [[nodiscard]] const JsonSchema &schema() const { return m_schema; }
    /// What the source reads of the query and the headers, wherever the schema is from.
    [[nodiscard]] const QStringList &queryNames() const { return m_queryNames; }
    [[nodiscard]] const QStringList &headerNames() const { return m_headerNames; }
    void read(); ///< again: neither file nor app tell of all changes

Q_SIGNALS:
    void changed();

private:
    QCoro::Task<void> readNow();
    QCoro::Task<JsonSchema> find(); ///< what is given; empty for the types of the source
    QCoro::Task<HandlerInputs> ofSource();
    [[nodiscard]] QString path() const;
    [[nodiscard]] QString sourceFolder() const;

    Workspace *m_workspace;
    JsonSchema m_schema;
    QStringList m_queryNames;
    QStringList m_headerNames;
    int m_asked = 0; ///< the last read counts, whichever ends last
    QTimer m_pause;  ///< what is typed is read when typing pauses
};

/// The `input` of an info.yaml; empty where there is none that is a schema.
JsonSchema schemaOfInfo(const QByteArray &yaml);

} // namespace studio
