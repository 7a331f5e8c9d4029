// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/crate_search.h"
#include "core/workspace/dependency_facts.h"

#include <QPointer>
#include <QWidget>

#include <functional>

class QLabel;
class QScrollArea;
class QSplitter;
class QToolButton;
class QTreeWidgetItem;

namespace studio {

class CrateField;
class CrateTrials;
class CrateView;
class DependencyList;

/// The crates of Cargo.toml, and below them the one that is selected. A view: who owns the manifest's text changes it.
/// Main thread.
class DependenciesPane : public QWidget
{
    Q_OBJECT

public:
    explicit DependenciesPane(QWidget *parent = nullptr);

    void setTrials(CrateTrials *trials); ///< null: no crate is tried
    void setManifest(const Manifest &manifest);
    /// Why Cargo.toml cannot be read as it is now: the last manifest stays, grey, and is not edited. Empty where it
    /// can.
    void setUnreadable(const QString &sentence);
    void setError(const QString &sentence);                     ///< why a change failed; empty where none did
    void setActions(const QList<QAction *> &actions);           ///< about all crates; they outlive it
    void setAdded();                                            ///< what addRequested() asked for: the field closes
    void setBusy(const QString &what);                          ///< "Asking about serde…"; empty when it is done
    void setFacts(const QHash<QString, DependencyFact> &facts); ///< by DependencyFacts::keyOf()
    void setDetails(const CrateDetails &details);               ///< what detailsRequested() asked for

    /// More is known of this crate: where it is the one that is typed, its details are asked for again.
    void setLearned(const QString &name);
    /// What searchRequested() asked for.
    void setSuggestions(const QString &word, const QList<CrateSuggestion> &crates);

Q_SIGNALS:
    void searchRequested(const QString &word); ///< it is typed
    void addRequested(const QString &spec);    ///< as parseDependencySpecs() reads it
    void removeRequested(const studio::Dependency &dependency);
    void lineRequested(int line);
    void requirementEdited(const studio::Dependency &dependency, const QString &requirement);
    void featureToggled(const studio::Dependency &dependency, const QString &feature, bool isOn);
    void defaultFeaturesToggled(const studio::Dependency &dependency, bool isOn);
    void optionalToggled(const studio::Dependency &dependency, bool isOptional);
    void moveRequested(const studio::Dependency &dependency, studio::DependencyTable table);
    void explicitRequested(const studio::Dependency &dependency);
    void detailsRequested(const studio::Dependency &dependency); ///< it is selected, or typed
    void typedLeft();                   ///< the field is closed, or no one crate is typed in it
    void historyRequested(bool isBack); ///< undo, or redo, of an edit of Cargo.toml

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void connectList();
    void connectView();
    void showCurrent();
    void changeShown(const std::function<void(Dependency &)> &ofTyped,
                     const std::function<void(const Dependency &)> &ofListed);
    [[nodiscard]] bool isCandidateShown() const;
    CrateField *field();
    CrateView *view();
    void connectField();
    void activate(const QTreeWidgetItem *item, int column);
    void removeCurrent();
    void say(const QString &text, bool isError);
    [[nodiscard]] bool canClose() const; ///< something that Escape closes

    Manifest m_manifest;
    QHash<QString, DependencyFact> m_facts;
    QPointer<CrateTrials> m_trials;
    DependencyList *m_list;
    CrateView *m_view = nullptr;      ///< until view() made it
    QScrollArea *m_details = nullptr; ///< around m_view
    QSplitter *m_parts;               ///< the list, and below it m_details
    QToolButton *m_add;
    QToolButton *m_more;           ///< what is about all crates
    CrateField *m_field = nullptr; ///< until field() made it
    QLabel *m_note;
    QString m_unreadable;
    CrateDetails m_candidate; ///< of the crate that is typed; no version where it is not known
    QString m_detailed;       ///< the dependency whose details were asked for, by DependencyFacts::keyOf()
    bool m_hadFocus = false;  ///< the field, before it was busy
};

} // namespace studio
