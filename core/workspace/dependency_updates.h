// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/update_wish.h"

#include <QByteArray>
#include <QObject>

#include <optional>

namespace studio {

class Workspace;
struct CompileRequest;

/// One crate of a lockfile that becomes another.
struct LockChange
{
    QString name;
    QString from;         ///< version; empty for a crate that is new
    QString to;           ///< empty for one that goes
    QString link;         ///< its repository, else its page at crates.io; empty for one of another source
    bool isOlder = false; ///< `to` is less than `from`

    bool operator==(const LockChange &) const = default;
};

/// An update as it would be, and what it was made of.
struct UpdatePlan
{
    QString folder;            ///< of the project
    QList<LockChange> changes; ///< sorted by name
    QList<RequirementChange> raised;
    QByteArray lockfile;              ///< what Cargo.lock becomes
    std::optional<QByteArray> before; ///< the project's Cargo.lock; nothing where it has none
    QString manifest;                 ///< text of Cargo.toml

    [[nodiscard]] bool isEmpty() const { return changes.isEmpty() && raised.isEmpty(); }
    bool operator==(const UpdatePlan &) const = default;
};

/// How two lockfiles differ, sorted by name. A crate that is there in several versions has a change for each that is
/// not in both. InvalidArgument: one of them is none.
Result<QList<LockChange>> lockChanges(const QByteArray &before, const QByteArray &after, const QString &cargoHome);

/// Updates the locked versions of the open project: planned by cargo in a copy, then written, and undone. Nothing of a
/// crate runs. Main thread.
class DependencyUpdates : public QObject
{
    Q_OBJECT

public:
    /// `workspace` outlives it. `cargoHome` as in core/crates/registry_index.h; empty for this user's own.
    explicit DependencyUpdates(Workspace *workspace, QString cargoHome = {}, QObject *parent = nullptr);
    ~DependencyUpdates() override;

    /// Asks cargo, which asks the registry. Errors as Compiler::runCargoCommand(): Unavailable without the network.
    Task<UpdatePlan> plan(UpdateWish wish, std::stop_token stop = {});
    /// Writes Cargo.lock, which is made where there is none, and raises requirements as one edit of Cargo.toml: both or
    /// none. FailedPrecondition: one of the two files is another than the plan was made of.
    Task<bool> apply(UpdatePlan plan);
    /// The opposite of the last apply(). A requirement that is not the raised one any more stays as it is.
    /// FailedPrecondition: Cargo.lock was changed since.
    Task<bool> undo();
    [[nodiscard]] bool canUndo() const { return m_applied.has_value(); }

Q_SIGNALS:
    void changed(); ///< Cargo.lock, or canUndo()

private:
    [[nodiscard]] QString lockfilePath(const QString &folder) const;
    Task<bool> writeLockfile(QString folder, std::optional<QByteArray> content);
    Task<bool> write(QString folder, std::optional<QByteArray> from, std::optional<QByteArray> to,
                     QList<RequirementChange> requirements);
    Task<QByteArray> updated(CompileRequest request, UpdateWish wish, std::stop_token stop);

    Workspace *m_workspace;
    QString m_home;
    std::optional<UpdatePlan> m_applied;
};

} // namespace studio
