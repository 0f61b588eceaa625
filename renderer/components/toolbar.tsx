import { Button, ToggleButton, ToggleButtonGroup, Toolbar as AriaToolbar } from 'react-aria-components';

import type { FitMode } from '../../protocol/ipc';
import type { ViewerState } from '../hooks/use-viewer';
import { useStrings } from '../strings/strings';
import { Hint } from './hint';
import { CameraIcon, CloseIcon, PixelsIcon } from './icons';

interface ToolbarProps {
  readonly viewer: ViewerState;
  /** Device pixels per source pixel; null without a picture. */
  readonly scale: number | null;
  readonly notice: string | null;
  readonly onSnapshot: () => void;
}

export function Toolbar({ viewer, scale, notice, onSnapshot }: ToolbarProps) {
  const { toolbar: strings, sources } = useStrings();
  const { update, session, settings, changeSettings } = viewer;
  const isIdle = session === null;
  return (
    <header className="toolbar">
      <h1 data-testid="open-source">{update && sources.name(update.name)}</h1>
      <span className="notice" role="status" data-testid="notice">
        {notice}
      </span>
      <span className="scale" data-testid="scale">
        {scale !== null && strings.scale(scale)}
      </span>
      <AriaToolbar className="tools" aria-label={strings.label}>
        <FitButtons fit={settings.fit} onChange={(fit) => changeSettings({ fit })} />
        <Hint text={strings.pixelatedHint} command="toggle-pixelated">
          <ToggleButton
            className="button square"
            aria-label={strings.pixelated}
            isSelected={settings.pixelated}
            onChange={(pixelated) => changeSettings({ pixelated })}
            data-testid="pixelated"
          >
            <PixelsIcon />
          </ToggleButton>
        </Hint>
        <Hint text={strings.snapshotHint} command="snapshot">
          <Button className="button" isDisabled={isIdle} onPress={onSnapshot} data-testid="snapshot">
            <CameraIcon />
            {strings.snapshot}
          </Button>
        </Hint>
        <Hint text={strings.closeHint}>
          <Button
            className="button square"
            aria-label={strings.close}
            isDisabled={isIdle}
            onPress={viewer.close}
            data-testid="close"
          >
            <CloseIcon />
          </Button>
        </Hint>
      </AriaToolbar>
    </header>
  );
}

function FitButtons({ fit, onChange }: { fit: FitMode; onChange: (fit: FitMode) => void }) {
  const { toolbar: strings } = useStrings();
  return (
    <ToggleButtonGroup
      className="group"
      aria-label={strings.fitGroup}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[fit]}
      onSelectionChange={([key]) => onChange(key === 'actual-size' ? 'actual-size' : 'fit')}
    >
      <Hint text={strings.fitHint} command="fit">
        <ToggleButton className="button" id="fit" data-testid="fit">
          {strings.fit}
        </ToggleButton>
      </Hint>
      <Hint text={strings.actualSizeHint} command="actual-size">
        <ToggleButton className="button" id="actual-size" data-testid="actual-size">
          {strings.actualSize}
        </ToggleButton>
      </Hint>
    </ToggleButtonGroup>
  );
}
