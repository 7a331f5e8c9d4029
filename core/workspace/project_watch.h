// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/watch_rules.h"

#include <QObject>

#include <memory>
#include <optional>

namespace studio {

class Workspace;

/// Watch: compiles and runs the open project anew whenever its sources change on disk, as `ignite dev` does. It saves
/// nothing: what is typed and not saved is not compiled. What ran before answers until the new instance is ready, and
/// goes on where the compile fails. Nothing is run before the folder is trusted. Switched off with each project that is
/// opened. Main thread.
class ProjectWatch : public QObject
{
    Q_OBJECT

public:
    /// `workspace` must outlive it.
    explicit ProjectWatch(Workspace *workspace, QObject *parent = nullptr);
    ~ProjectWatch() override;

    [[nodiscard]] bool isOn() const;
    /// What is not up to date is compiled at once.
    void switchOn();
    /// The same, but what is there is compiled only when it changes: for a project that was watched when it was closed.
    void resume();
    void switchOff();
    void shutDown(); ///< with the window: no change is seen any more; isOn() stays, to be remembered

    /// The person's answer; nothing where there is none. A Run or a Compile answers it too, with yes, where it is open.
    void setTrust(std::optional<bool> trust);
    /// Switched on, and waits for the person's trust in the folder.
    [[nodiscard]] bool isWaitingForTrust() const;

Q_SIGNALS:
    void stateChanged(); ///< isOn() or isWaitingForTrust() is another
    /// Files have changed, relative to the project, and are about to be compiled; empty for many.
    void runBegun(const QStringList &files);
    void message(const QString &sentence, bool isError);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
