// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace studio {

/// Something in a folder that cannot be packed, and why an action on it failed: tells when it can be again, so that the
/// message goes with its cause. Main thread; the folder is read on a worker.
///
///     fault.watch(workspace->folder(), message.sentence);
class PackingFault final : public QObject
{
    Q_OBJECT

public:
    explicit PackingFault(QObject *parent = nullptr);

    /// `sentence` names the fault; nothing is watched where it is about something else. Replaces what was watched.
    void watch(const QString &folder, const QString &sentence);
    void stop();

Q_SIGNALS:
    void solved(const QString &sentence);

private:
    void look();

    QString m_folder;
    QString m_sentence;
    QTimer m_again;
    bool m_isFaulty = false; ///< the fault was found in the folder
    quint64 m_generation = 0;
};

} // namespace studio
