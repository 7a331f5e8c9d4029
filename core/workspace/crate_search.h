// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

namespace studio {

class CrateLookup;

/// A crate that fits what is typed. What is not known yet is empty.
struct CrateSuggestion
{
    QString name;
    QString version; ///< the newest
    QString description;

    bool operator==(const CrateSuggestion &) const = default;
};

/// Finds crates while their name is typed: at once those that Cargo has met on this machine, later those that the
/// registry answers. Without a network it finds the former. Main thread.
class CrateSearch : public QObject
{
    Q_OBJECT

public:
    explicit CrateSearch(CrateLookup *crates, QObject *parent = nullptr); ///< `crates` outlives this
    ~CrateSearch() override;

    /// Instead of the search before. One word; found() comes where there is something, and again when more is known.
    void search(const QString &word);
    /// Asks the registry about a crate that Cargo has not met, instead of the one before, again when it can be reached
    /// where it could not; learned() tells that its versions are known now. Empty: about none.
    void learn(const QString &name);

Q_SIGNALS:
    /// The best first, at most 20: the name itself, names that begin with the word, names that contain it, the rest.
    void found(const QString &word, const QList<studio::CrateSuggestion> &crates);
    void learned(const QString &name);

private:
    QCoro::Task<void> readNames();
    void tell();
    void tellLearned();

    CrateLookup *m_crates;
    QStringList m_names; ///< that Cargo has met
    QElapsedTimer m_read;
    QString m_word;
    QString m_learning; ///< what learn() was asked for last; empty where it is known, or nobody waits for it
    QList<CrateSuggestion> m_told;
};

} // namespace studio
